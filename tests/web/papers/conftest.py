from tests.web.loaded import computed, loaded

__all__ = ["computed", "loaded"]
