"""Documents in a customer's own template: its styles, logo, headers and pages, our content."""
