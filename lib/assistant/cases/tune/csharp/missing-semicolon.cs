using System.Collections.Generic;

namespace Shop;

public class Stock
{
    private readonly Dictionary<string, int> counts = new();

    public void Add(string name, int count)
    {
        counts.TryGetValue(name, out var known)
        counts[name] = known + count;
    }

    public int Of(string name) => counts.GetValueOrDefault(name);
}
