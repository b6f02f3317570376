package files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

public final class Settings {
    private final Properties properties = new Properties();

    public void load(Path path) {
        try (var reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException e) {
        }
    }

    public String get(String key, String fallback) {
        return properties.getProperty(key, fallback);
    }
}
