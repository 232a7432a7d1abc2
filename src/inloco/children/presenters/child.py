"""A child's page."""


def child_page(child: str, reference: str) -> None:
    return None
