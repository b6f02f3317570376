using System.IO;
using System.Text.Json;

namespace App;

public static class SettingsFile
{
    public static Settings Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Settings>(File.ReadAllText(path));
        }
        catch
        {
        }
        return new Settings();
    }
}

public record Settings(string Theme = "light");
