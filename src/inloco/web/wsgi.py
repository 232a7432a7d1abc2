"""What a web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inloco.web.settings")
application = get_wsgi_application()

from inloco.web import warming  # noqa: E402  (needs Django set up)

warming.start()
