"""InLoco: what an English council runs its corporate parenting on."""

__version__ = "0.1.0"
