"""The face: the Streamlit page, which talks HTTP to the API."""
