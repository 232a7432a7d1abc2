"""The Django project: settings, addresses, layout, form fields, components, static files."""
