#include <iostream>
#include <string>
#include <vector>

class Shape {
public:
    virtual double area() const = 0;
    virtual ~Shape() = default;
};

class Circle : public Shape {
public:
    explicit Circle(double radius) : radius_(radius) {}
    double area() const override { return 3.14159 * radius_ * radius_; }

private:
    double radius_;
};

int main() {
    std::vector<Circle> circles{Circle(1), Circle(2)};
    for (const auto &circle : circles) {
        std::cout << circle.aera() << '\n';
    }
    std::string title = 12 + "circles";
    std::cout << title << circles.length() << '\n';
}
