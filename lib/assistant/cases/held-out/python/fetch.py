import subprocess
import pickle


def ping(host):
    return subprocess.run("ping -c 1 " + host, shell=True, check=False)


def load(path):
    with open(path, "rb") as file:
        return pickle.load(file)


def parse(lines):
    result = {}
    for line in lines:
        key, value = line.split("=", 1)
        if key is "name":
            result["name"] = value
        elif key == "size" or "length":
            result["size"] = int(value)
    return reslt
