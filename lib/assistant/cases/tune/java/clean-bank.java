package bank;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

public class Bank {
    private final Map<String, BigDecimal> balances = new ConcurrentHashMap<>();

    public void deposit(String account, BigDecimal amount) {
        requirePositive(amount);
        balances.merge(account, amount, BigDecimal::add);
    }

    public void transfer(String from, String to, BigDecimal amount) {
        requirePositive(amount);
        Objects.requireNonNull(to, "to");
        balances.compute(from, (account, balance) -> {
            if (balance == null || balance.compareTo(amount) < 0) {
                throw new IllegalStateException("not enough on " + account);
            }
            return balance.subtract(amount);
        });
        balances.merge(to, amount, BigDecimal::add);
    }

    public BigDecimal balance(String account) {
        return balances.getOrDefault(account, BigDecimal.ZERO);
    }

    private static void requirePositive(BigDecimal amount) {
        if (amount.signum() <= 0) {
            throw new IllegalArgumentException("the amount must be positive");
        }
    }
}
