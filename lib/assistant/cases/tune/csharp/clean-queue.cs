using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Work;

public sealed class JobQueue : IAsyncDisposable
{
    private readonly Queue<Func<CancellationToken, Task>> waiting = new();
    private readonly SemaphoreSlim available = new(0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;

    public JobQueue()
    {
        loop = Task.Run(RunAsync);
    }

    public void Add(Func<CancellationToken, Task> job)
    {
        lock (waiting)
        {
            waiting.Enqueue(job);
        }
        available.Release();
    }

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            await available.WaitAsync(stop.Token);
            Func<CancellationToken, Task> job;
            lock (waiting)
            {
                job = waiting.Dequeue();
            }
            await job(stop.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        stop.Cancel();
        try
        {
            await loop;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("stopped");
        }
        available.Dispose();
        stop.Dispose();
    }
}
