#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

struct Session {
    std::string user;
    int idle = 0;
};

void drop_idle(std::map<int, Session> &sessions) {
    for (auto it = sessions.begin(); it != sessions.end(); ++it) {
        if (it->second.idle > 600) {
            sessions.erase(it);
        }
    }
}

int total_idle(const std::vector<Session> &sessions) {
    int total = 0;
    for (auto session : sessions) {
        total += session.idle;
    }
    return total;
}

int main() {
    std::string name = "ada";
    std::vector<Session> all;
    Session first{std::move(name), 10};
    all.push_back(first);
    std::cout << "added " << name << '\n';
    std::map<int, Session> sessions{{1, first}};
    drop_idle(sessions);
    std::cout << total_idle(all) << '\n';
}
