package shop;

import java.util.List;

public class Orders {
    private final List<Order> orders;

    public Orders(List<Order> orders) {
        this.orders = orders;
    }

    public long open() {
        return orders.stream().filter(order -> order.state() == "open").count();
    }

    public Order byId(String id) {
        for (Order order : orders) {
            if (order.id().equals(id)) {
                return order;
            }
        }
        return null;
    }

    public record Order(String id, String state) {}
}
