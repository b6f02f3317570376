import tkinter as tk


def choose(value):
    print("chosen:", value)


def build(root, choices):
    buttons = []
    for choice in choices:
        button = tk.Button(root, text=choice, command=lambda: choose(choice))
        button.pack(fill="x")
        buttons.append(button)
    return buttons


def main():
    root = tk.Tk()
    build(root, ["small", "medium", "large"])
    root.mainloop()


main()
