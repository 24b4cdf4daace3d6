"""What every page of the back office can; `back_office.site.CARE` puts it in front of each."""
