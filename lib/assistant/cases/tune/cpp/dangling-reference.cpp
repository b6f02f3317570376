#include <map>
#include <string>

const std::string &label(int code) {
    std::string text = "code " + std::to_string(code);
    return text;
}

class Names {
public:
    void set(int id, std::string name) { names_[id] = std::move(name); }

    std::string get(int id) const {
        const auto found = names_.find(id);
        if (found == names_.end()) {
            return label(id);
        }
        return found->second;
    }

private:
    std::map<int, std::string> names_;
};
