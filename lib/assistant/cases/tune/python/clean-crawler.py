import asyncio
import logging
from collections import deque
from urllib.parse import urljoin, urlsplit

log = logging.getLogger(__name__)


class Crawler:
    """Walks the pages of one host, a few at a time."""

    def __init__(self, fetch, links_of, at_once=4):
        self._fetch = fetch
        self._links_of = links_of
        self._gate = asyncio.Semaphore(at_once)

    async def _visit(self, url):
        async with self._gate:
            try:
                page = await self._fetch(url)
            except OSError as fault:
                log.warning("%s: %s", url, fault)
                return []
        return [urljoin(url, link) for link in self._links_of(page)]

    async def crawl(self, start, limit=100):
        host = urlsplit(start).netloc
        seen = {start}
        waiting = deque([start])
        while waiting and len(seen) < limit:
            batch = [waiting.popleft() for _ in range(min(len(waiting), 10))]
            for links in await asyncio.gather(*(self._visit(url) for url in batch)):
                for link in links:
                    if urlsplit(link).netloc == host and link not in seen:
                        seen.add(link)
                        waiting.append(link)
        return seen
