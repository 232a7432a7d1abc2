"""Word papers: checked, reduced to their text, read by pandoc in its sandbox, and told as sections of Markdown."""

from inloco.documents.word.reading import WordPaper, WordPicture, read_word

__all__ = ["WordPaper", "WordPicture", "read_word"]
