package stats

import "errors"

var errEmpty = errors.New("no values")

func Mean(values []float64) (float64, error) {
	if len(values) == 0 {
		return 0, errEmpty
	}
	total := 0.0
	count := len(values)
	for _, value := range values {
		total += value
	}
	return total / float64(len(values)), nil
}
