using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

class Report
{
    private readonly List<string> rows = new List<string>();

    public string Title(string name)
    {
        name.Replace(" ", "-");
        return name.ToLower();
    }

    public void DropEmpty()
    {
        foreach (var row in rows)
        {
            if (row.Length == 0)
            {
                rows.Remove(row);
            }
        }
    }

    public async void Save(string path)
    {
        await File.WriteAllLinesAsync(path, rows);
    }

    public int Longest()
    {
        if (rows.Count > 0)
        {
            return rows.Max(row => row.Length);
        }
    }
}
