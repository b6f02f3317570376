import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;

class Reader {
    private int lines;

    static String level(int code) {
        switch (code) {
            case 1:
                return "info";
            case 2:
                return "warning";
        }
    }

    int count(String path) throws IOException {
        BufferedReader reader = new BufferedReader(new FileReader(path));
        String line;
        while ((line = reader.readLine()) != null) {
            if (!line.isEmpty()) {
                lines++;
            }
        }
        return linse;
    }
}
