import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.HashMap;

public class Orders {
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    void dropCancelled() {
        for (String name : names) {
            if (name.startsWith("cancelled")) {
                names.remove(name);
            }
        }
    }

    boolean sameCount(String a, String b) {
        Integer first = counts.get(a);
        Integer second = counts.get(b);
        return first == second;
    }

    void add(String name) {
        name.trim();
        names.add(name);
    }

    double average() {
        int sum = 0;
        for (int i = 0; i <= names.size(); i++) {
            sum += names.get(i).length();
        }
        return sum / names.size();
    }
}
