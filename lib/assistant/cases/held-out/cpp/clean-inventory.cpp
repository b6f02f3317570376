#include <algorithm>
#include <cstddef>
#include <iostream>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace inventory {

struct Item {
    std::string name;
    int count = 0;
    double price = 0.0;
};

class Store {
public:
    Store() = default;
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;
    virtual ~Store() = default;

    virtual void add(Item item) {
        auto [it, inserted] = by_name_.try_emplace(item.name, items_.size());
        if (inserted) {
            items_.push_back(std::make_unique<Item>(std::move(item)));
        } else {
            items_[it->second]->count += item.count;
        }
    }

    [[nodiscard]] std::optional<double> price(const std::string &name) const {
        if (const auto it = by_name_.find(name); it != by_name_.end()) {
            return items_[it->second]->price;
        }
        return std::nullopt;
    }

    void remove_empty() {
        items_.erase(std::remove_if(items_.begin(), items_.end(),
                                    [](const auto &item) { return item->count == 0; }),
                     items_.end());
        by_name_.clear();
        for (std::size_t i = 0; i < items_.size(); ++i) {
            by_name_[items_[i]->name] = i;
        }
    }

    double value() const {
        return std::accumulate(items_.begin(), items_.end(), 0.0, [](double sum, const auto &item) {
            return sum + item->count * item->price;
        });
    }

private:
    std::vector<std::unique_ptr<Item>> items_;
    std::unordered_map<std::string, std::size_t> by_name_;
};

}  // namespace inventory

int main() {
    inventory::Store store;
    store.add({"nut", 10, 0.05});
    store.add({"bolt", 0, 0.07});
    store.remove_empty();
    std::cout << store.value() << ' ' << store.price("bolt").value_or(-1) << '\n';
    return 0;
}
