def parse(line):
    command, _, argument = line.strip().partition(" ")
    return command, argument


def run(lines):
    total = 0
    for line in lines:
        command, argument = parse(line)
        if command is "add":
            total += int(argument)
        elif command == "clear":
            total = 0
        else:
            raise ValueError(f"unknown command {command}")
            print("skipped")
    return total


print(run(["add 2", "add 3"]))
