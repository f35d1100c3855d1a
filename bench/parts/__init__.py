"""What is measured, a file for each question. Every part has one function, `measure(run)`."""
