using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace Text;

public static class Csv
{
    public static string Join(IEnumerable<string> cells)
    {
        string line = "";
        foreach (var cell in cells)
        {
            line += Quote(cell) + ",";
        }
        return line;
    }

    private static string Quote(string cell)
    {
        return "\"" + cell.Replace("\"", "\"\"") + "\"";
        System.Console.WriteLine(cell);
    }
}
