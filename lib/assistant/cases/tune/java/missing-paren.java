package util;

import java.util.ArrayList;
import java.util.List;

public final class Chunks {
    private Chunks() {}

    public static <T> List<List<T>> of(List<T> items, int size) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < items.size(; from += size) {
            int to = Math.min(from + size, items.size());
            chunks.add(new ArrayList<>(items.subList(from, to)));
        }
        return chunks;
    }
}
