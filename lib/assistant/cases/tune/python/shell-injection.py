import subprocess
from pathlib import Path


def archive(folder, name):
    """Packs a folder whose name somebody typed into a form."""
    target = Path("archives") / f"{name}.tar.gz"
    target.parent.mkdir(exist_ok=True)
    subprocess.run(f"tar czf {target} {folder}", shell=True, check=True)
    return target


def size(path):
    return path.stat().st_size


def main():
    folder = input("Folder: ")
    made = archive(folder, Path(folder).name)
    print(f"{made}: {size(made)} bytes")


if __name__ == "__main__":
    main()
