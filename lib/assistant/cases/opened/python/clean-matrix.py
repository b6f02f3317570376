from itertools import product


def transpose(matrix):
    return [list(column) for column in zip(*matrix, strict=True)]


def multiply(left, right):
    if len(left[0]) != len(right):
        raise ValueError("the shapes do not fit")
    columns = transpose(right)
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in left]


def identity(size):
    return [[1 if row == column else 0 for column in range(size)] for row in range(size)]


def neighbours(row, column, height, width):
    for down, right in product((-1, 0, 1), repeat=2):
        if down == right == 0:
            continue
        if 0 <= row + down < height and 0 <= column + right < width:
            yield row + down, column + right


def main():
    matrix = [[1, 2], [3, 4]]
    assert multiply(matrix, identity(2)) == matrix
    print(transpose(matrix), list(neighbours(0, 0, 2, 2)))


if __name__ == "__main__":
    main()
