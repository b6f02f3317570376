import asyncio


class Outbox:
    def __init__(self):
        self._waiting = []
        self.sent = 0

    async def send(self, address, text):
        await asyncio.sleep(0.01)
        self.sent += 1
        print(f"to {address}: {text}")

    async def flush(self):
        for address, text in self._waiting:
            self.send(address, text)
        self._waiting.clear()

    def queue(self, address, text):
        self._waiting.append((address, text))


async def main():
    outbox = Outbox()
    outbox.queue("ada@example.com", "Hello")
    await outbox.flush()
    print(outbox.sent, "sent")


asyncio.run(main())
