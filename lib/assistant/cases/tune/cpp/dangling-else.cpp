#include <iostream>
#include <vector>

int count_positive(const std::vector<int> &values) {
    int count = 0;
    for (int value : values)
        if (value > 0);
            count++;
    return count;
}

bool is_ready(int state) {
    if (state = 2) {
        return true;
    }
    return false;
}

int main() {
    std::cout << count_positive({1, -2, 3}) << is_ready(1) << '\n';
}
