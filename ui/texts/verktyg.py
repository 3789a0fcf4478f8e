"""What Streamlit's own parts say, in Swedish: `svenska.js` puts these words where Streamlit writes English ones."""

from __future__ import annotations

WORDS = {
    "Skip to main content": "Hoppa till innehållet",
    "Navigate to home page": "Till frågan",
    "App pages": "Sidor",
    "Sidebar": "Meny",
    "Expand sidebar": "Meny",
    "Collapse sidebar": "Stäng menyn",
    "Open": "Öppna listan",
    "No results": "Inga träffar",
    "Clear value": "Rensa",
    "Clear selection": "Rensa valet",
    "Choose an option": "Välj",
    "Choose options": "Välj",
    "Show password": "Visa nyckeln",
    "Hide password": "Dölj nyckeln",
    "file upload": "Fil att ladda upp",
    "Upload": "Välj fil",
    "Add files": "Byt fil",
    "Copy to clipboard": "Kopiera",
    "Copied": "Kopierat",
    "Page not found": "Sidan finns inte",
    "Connection error": "Sidan har tappat kontakten",
    "Streamlit server is not responding. Are you connected to the internet?":
        "Sidans server svarar inte. Vänta en stund: sidan ansluter igen av sig själv. Ladda annars om den.",
    "Connecting": "Ansluter igen …",
    "CONNECTING": "Ansluter igen …",
    "Running": "Hämtar …",
    "Running...": "Hämtar …",
    "Close": "Stäng",
    "Dismiss": "Stäng",
    "Please wait...": "Vänta …",
}
PATTERNS = (
    (r"(\d+)MB per file(.*)", "Högst $1 MB$2"),
    (r"Remove (.+)", "Ta bort $1"),
    (r"(\d+ )?more", "$1till"),
    (r"(.+) files are not allowed\.?", "Filer av slaget $1 går inte att läsa."),
    (r"File must be (\d+)MB or smaller\.?", "Filen får vara högst $1 MB."),
)
"""(regular expression of a whole text, what is said instead); `$1` stands for the first group."""
NO_SCRIPT = (
    "Den här sidan kräver JavaScript. Frågan, svaret och dokumenten finns också som "
    '<a href="{plain}">enkla webbsidor utan skript</a>.'
)
