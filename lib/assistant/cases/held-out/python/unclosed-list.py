HOSTS = ["alpha", "beta", "gamma"


def main():
    for host in HOSTS:
        print(host)


main()
