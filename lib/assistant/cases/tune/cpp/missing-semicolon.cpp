#include <cmath>
#include <iostream>

struct Point {
    double x = 0;
    double y = 0;
}

double distance(const Point &a, const Point &b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

int main() {
    Point home;
    Point shop{3, 4};
    std::cout << distance(home, shop) << '\n';
    return 0;
}
