using System;

namespace Game;

public class Dice
{
    private readonly Random random = new();

    public int Roll(int sides)
    {
        if (sides < 2
        {
            throw new ArgumentOutOfRangeException(nameof(sides));
        }
        return random.Next(1, sides + 1);
    }
}
