import logging
import time
import urllib.request

log = logging.getLogger(__name__)


def fetch(url, tries=3):
    for attempt in range(tries):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read()
        except:
            pass
        time.sleep(2**attempt)
    log.error("gave up on %s", url)
    return None
