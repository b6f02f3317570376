using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Caching;

public sealed class Cache<TKey, TValue> : IDisposable where TKey : notnull
{
    private readonly Dictionary<TKey, (TValue Value, DateTime Until)> entries = new();
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly TimeSpan life;

    public Cache(TimeSpan life) => this.life = life;

    public async Task<TValue> GetAsync(TKey key, Func<TKey, Task<TValue>> load)
    {
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (entries.TryGetValue(key, out var entry) && entry.Until > DateTime.UtcNow)
            {
                return entry.Value;
            }
            var value = await load(key).ConfigureAwait(false);
            entries[key] = (value, DateTime.UtcNow + life);
            return value;
        }
        finally
        {
            gate.Release();
        }
    }

    public int Sweep()
    {
        var old = entries.Where(pair => pair.Value.Until <= DateTime.UtcNow).Select(pair => pair.Key).ToList();
        foreach (var key in old)
        {
            entries.Remove(key);
        }
        return old.Count;
    }

    public override string ToString() => $"{entries.Count} entries, {life.TotalSeconds:F1} s";

    public void Dispose() => gate.Dispose();
}
