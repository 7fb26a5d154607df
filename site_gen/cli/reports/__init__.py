"""What commands report: records that one place prints, as text or as JSON."""
