<?php
$name = $_GET['name'] ?? 'you';
$formula = $_POST['formula'] ?? '0';
eval('$result = ' . $formula . ';');
?>
<!doctype html>
<html lang="en">
  <head><title>Calculator</title></head>
  <body>
    <p>Hello <?php echo $_GET['name']; ?></p>
    <form method="post">
      <input name="formula">
      <button>Calculate</button>
    </form>
  </body>
</html>
