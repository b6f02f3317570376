#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

class Cache {
public:
    explicit Cache(std::size_t capacity) : capacity_(capacity) {}

    std::optional<std::string> get(const std::string &key) {
        const auto found = places_.find(key);
        if (found == places_.end()) {
            return std::nullopt;
        }
        entries_.splice(entries_.begin(), entries_, found->second);
        return found->second->second;
    }

    void put(const std::string &key, std::string value) {
        const auto found = places_.find(key);
        if (found != places_.end()) {
            entries_.erase(found->second);
            places_.erase(found);
        }
        entries_.emplace_front(key, std::move(value));
        places_[key] = entries_.begin();
        if (entries_.size() > capacity_) {
            places_.erase(entries_.back().first);
            entries_.pop_back();
        }
    }

private:
    using Entry = std::pair<std::string, std::string>;
    std::size_t capacity_;
    std::list<Entry> entries_;
    std::unordered_map<std::string, std::list<Entry>::iterator> places_;
};
