package shop;

import java.util.HashMap;
import java.util.Map;

public class Stock {
    private final Map<String, Integer> counts = new HashMap<>();

    public void add(String name, int count) {
        int known = counts.getOrDefault(name, 0)
        counts.put(name, known + count);
    }

    public int of(String name) {
        return counts.getOrDefault(name, 0);
    }
}
