#include <iostream>
#include <string>

class Basket {
public:
    void add(const std::string &name, double price) {
        names_.insert(name);
        total_ += price;
    }

    double total() const { return total_; }

private:
    std::unordered_set<std::string> names_;
    double total_ = 0;
};

int main() {
    Basket basket;
    basket.add("bread", 3.2);
    std::cout << basket.total() << '\n';
}
