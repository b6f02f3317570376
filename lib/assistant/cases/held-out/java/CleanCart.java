package shop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

public final class CleanCart {
    public record Line(String sku, int quantity, BigDecimal price) {
        public Line {
            Objects.requireNonNull(sku, "sku");
            if (quantity < 1) {
                throw new IllegalArgumentException("quantity: " + quantity);
            }
        }

        BigDecimal total() {
            return price.multiply(BigDecimal.valueOf(quantity));
        }
    }

    private final List<Line> lines = new ArrayList<>();

    public void add(Line line) {
        lines.add(line);
    }

    public boolean remove(String sku) {
        boolean removed = false;
        for (Iterator<Line> it = lines.iterator(); it.hasNext(); ) {
            if (it.next().sku().equals(sku)) {
                it.remove();
                removed = true;
            }
        }
        return removed;
    }

    public Optional<Line> find(String sku) {
        return lines.stream().filter(line -> line.sku().equals(sku)).findFirst();
    }

    public BigDecimal total() {
        return lines.stream().map(Line::total).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    public String summary() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(line.quantity()).append(" x ").append(line.sku()).append('\n');
        }
        return text.append(String.format("total %.2f%n", total())).toString();
    }

    public List<Line> lines() {
        return Collections.unmodifiableList(lines);
    }

    static String size(int count) {
        return switch (count) {
            case 0 -> "empty";
            case 1 -> "one";
            default -> "many";
        };
    }
}
