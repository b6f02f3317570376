#include <iostream>
#include <memory>
#include <stdexcept>
#include <vector>

class Shape {
public:
    virtual double area() const = 0;
    virtual void scale(double factor) = 0;
};

class Square : public Shape {
public:
    explicit Square(double side) : side_(side) {}
    double area() const override { return side_ * side_; }
    void scale(double factor) override {
        if (factor = 0) {
            throw std::invalid_argument("factor");
        }
        side_ *= factor;
    }

private:
    double side_;
};

int main() {
    std::vector<Shape *> shapes;
    shapes.push_back(new Square(2));
    try {
        shapes[0]->scale(3);
    } catch (std::exception error) {
        std::cerr << error.what() << '\n';
    }
    for (Shape *shape : shapes) {
        std::cout << shape->area() << '\n';
        delete shape;
    }
}
