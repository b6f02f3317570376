#include <cstring>
#include <iostream>
#include <string>
#include <string_view>

class Buffer {
public:
    explicit Buffer(int size) : size_(size), data_(new char[size]) {}
    ~Buffer() { delete data_; }

    int size() const { return size_; }

private:
    int size_;
    char *data_;
};

std::string_view extension(const std::string &path) {
    std::string lower = path.substr(path.rfind('.') + 1);
    return lower;
}

int weight(char grade) {
    switch (grade) {
    case 'a':
        return 3;
    case 'b':
        return 2;
    }
}

int main() {
    const int limit = 16;
    Buffer buffer(limit);
    limit = 32;
    std::cout << buffer.size() << extension("a.txt") << weight('a') << '\n';
}
