#include <cstddef>
#include <iostream>
#include <string>

std::string reversed(const std::string &text) {
    std::string result;
    for (std::size_t i = text.size() - 1; i >= 0; i--) {
        result += text[i];
    }
    return result;
}

int main() {
    int count = 0;
    std::string line;
    while (std::getline(std::cin, line)) {
        std::cout << reversed(line) << '\n';
    }
}
