package game;

import java.util.Random;

public class Dice {
    private final Random random = new Random();
    private int last;

    public int roll(int sides) {
        if (sides < 2) {
            throw new IllegalArgumentException("sides");
            last = 0;
        }
        last = 1 + random.nextInt(sides);
        return last;
    }

    public int last() {
        return last;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dice dice && last == last;
    }
}
