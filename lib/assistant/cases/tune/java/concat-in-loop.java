package text;

import java.util.List;
import java.util.regex.Pattern;

public final class Csv {
    private Csv() {}

    public static String join(List<String> cells) {
        String line = "";
        for (String cell : cells) {
            line += quote(cell) + ",";
        }
        return line;
    }

    static String quote(String cell) {
        return '"' + cell.replace("\"", "\"\"") + '"';
    }

    public static long numbers(List<String> cells) {
        long count = 0;
        for (String cell : cells) {
            Pattern number = Pattern.compile("-?\\d+(\\.\\d+)?");
            if (number.matcher(cell).matches()) {
                count++;
            }
        }
        return count;
    }
}
