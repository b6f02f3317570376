from collections import Counter


def words(text):
    return [word.strip(".,;:!?").lower() for word in text.split()]


def most_common(text, limit=10):
    counts = Counter(words(text))
    for word, count in counts.most_common(limit)
        print(f"{count:5d} {word}")


if __name__ == "__main__":
    with open("speech.txt", encoding="utf-8") as source:
        most_common(source.read())
